"""Prints what SAM makes of a template: plain CloudFormation, for the linter.

Without an account. Parameters without a default get a value that CloudFormation would accept.
"""

import json
import sys

from samtranslator.parser.parser import Parser
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

VALUES = {"FinanceEmail": "finance@outlay.example", "OperatorsEmail": "operators@outlay.example"}


UPLOADED = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


class NoManagedPolicies:
    """Stands for a look-up in IAM: Outlay's roles use no managed policy."""

    def load(self):
        return {}


def main(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        uri = UPLOADED.get(resource["Type"])
        if uri:
            resource["Properties"][uri] = {"Bucket": "code", "Key": "jar"}  # As after an upload.
    expanded = transform(template, VALUES, NoManagedPolicies(), Parser())
    expanded["Transform"] = "AWS::LanguageExtensions"
    expanded.pop("Metadata", None)
    json.dump(expanded, sys.stdout, indent=1)


main(sys.argv[1])
