"""What Ingest does for POST /expenses and Query for GET /expenses, in Python with boto3.

A yardstick for bench/start-up and bench/warm, not a part of Outlay: the same checks, the same item, the same
condition, the same answer, and one log line a request.
"""

import base64
import hashlib
import json
import os
import time
import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TABLE = os.environ["EXPENSES_TABLE"]
DEFAULT_CURRENCY = os.environ.get("DEFAULT_CURRENCY", "USD")
DYNAMODB = boto3.client("dynamodb", config=Config(connect_timeout=2, read_timeout=2))
FIELDS = {"date", "type", "category", "amount", "currency", "description"}
DIGITS = {"USD": 2, "EUR": 2, "INR": 2, "JPY": 0, "JOD": 3}
FIRST_DAY = date(1970, 1, 1)


class Refused(Exception):
    def __init__(self, status, code, errors=()):
        super().__init__(code)
        self.status = status
        self.code = code
        self.errors = errors


def handler(event, context):
    start = time.time()
    code = None
    try:
        claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
        status, headers, body = ROUTES[event["routeKey"]](event, claims["sub"])
    except Refused as refused:
        status, headers, code = refused.status, {}, refused.code
        body = {"type": "urn:outlay:problem:" + code, "status": status, "code": code, "errors": refused.errors}
    print(
        json.dumps(
            {
                "timestamp": instant(datetime.fromtimestamp(start, timezone.utc)),
                "level": "INFO",
                "message": "request_answered",
                "request_id": context.aws_request_id,
                "route": event["routeKey"],
                "status": status,
                "ms": int((time.time() - start) * 1000),
                **({"code": code} if code else {}),
            }
        )
    )
    headers["content-type"] = "application/json" if status < 400 else "application/problem+json"
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def record(event, user):
    now = datetime.now(timezone.utc)
    request = read(event)
    content, errors = check(request, now.date())
    key = event["headers"].get("idempotency-key")
    if key is not None and not (0 < len(key.strip()) and len(key) <= 255 and key.isascii() and key.isprintable()):
        errors.append({"field": "Idempotency-Key", "code": "invalid_key"})
    if errors:
        raise Refused(400, "invalid-request", errors)
    expense_id = id_of_key(user, key) if key else new_id(now)
    fingerprint = base64.urlsafe_b64encode(
        sha256(content["type"], content["date"], content["category"], content["amount"], content["description"])[:12]
    ).decode()
    item = {
        "userId": {"S": user},
        "expenseId": {"S": expense_id},
        "type": {"S": content["type"]},
        "date": {"S": content["date"]},
        "category": {"S": content["category"]},
        "amount": {"N": content["amount"]},
        "currency": {"S": content["currency"]},
        "description": {"S": content["description"]},
        "version": {"N": "1"},
        "fingerprint": {"S": fingerprint},
        "createdAt": {"S": instant(now)},
        "updatedAt": {"S": instant(now)},
    }
    is_new = True
    try:
        DYNAMODB.put_item(
            TableName=TABLE,
            Item=item,
            ConditionExpression="attribute_not_exists(userId)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as failed:
        if failed.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        item = failed.response["Item"]
        is_new = False
        if item["fingerprint"]["S"] != fingerprint:
            raise Refused(422, "idempotency-key-reused")
        if "deletedAt" in item:
            raise Refused(409, "expense-deleted")
    headers = {"location": "/expenses/" + expense_id, "etag": '"' + item["version"]["N"] + '"'}
    if not is_new:
        headers["idempotent-replayed"] = "true"
    return 201 if is_new else 200, headers, {"message": "Expense added successfully", **answer(item)}


def list_expenses(event, user):
    parameters = event.get("queryStringParameters") or {}
    limit = parameters.get("limit", "50")
    if not limit.isdigit() or not 1 <= int(limit) <= 100:
        raise Refused(400, "invalid-request", [{"field": "limit", "code": "out_of_range"}])
    page = DYNAMODB.query(
        TableName=TABLE,
        IndexName="byDate",
        ConsistentRead=True,
        ScanIndexForward=False,
        KeyConditionExpression="userId = :user AND #date BETWEEN :from AND :to",
        FilterExpression="attribute_not_exists(deletedAt)",
        ExpressionAttributeNames={"#date": "date"},
        ExpressionAttributeValues={
            ":user": {"S": user},
            ":from": {"S": "1970-01-01"},
            ":to": {"S": "9999-12-31"},
        },
        Limit=int(limit) + 1,
    )
    items = page["Items"]
    body = {"expenses": [answer(item) for item in items[: int(limit)]]}
    if len(items) > int(limit):
        last = items[int(limit) - 1]
        position = last["date"]["S"] + last["expenseId"]["S"]
        digest = sha256(user, position)[:12]
        body["nextCursor"] = base64.urlsafe_b64encode(digest + position.encode()).decode()
    return 200, {}, body


def read(event):
    media_type = event["headers"].get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise Refused(415, "unsupported-media-type")
    text = event.get("body") or ""
    if event.get("isBase64Encoded"):
        text = base64.b64decode(text).decode()
    try:
        request = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError as malformed:
        raise Refused(400, "malformed-json") from malformed
    if not isinstance(request, dict):
        raise Refused(400, "invalid-request", [{"field": "", "code": "wrong_type"}])
    return request


def check(request, today):
    errors = []

    def wrong(field, code):
        errors.append({"field": field, "code": code})

    for field in request.keys() - FIELDS:
        wrong(field, "unknown_field")
    for field in FIELDS - {"amount"}:
        if not isinstance(request.get(field, ""), str):
            wrong(field, "wrong_type")
    for field in ("date", "category", "amount"):
        if field not in request:
            wrong(field, "required")
    if errors:
        return {}, errors
    try:
        day = date.fromisoformat(request["date"])
        if not FIRST_DAY <= day <= today + timedelta(days=366):
            wrong("date", "out_of_range")
    except ValueError:
        wrong("date", "not_a_date")
    kind = request.get("type", "expense")
    if kind not in ("expense", "income"):
        wrong("type", "unknown_type")
    category = request["category"]
    if not 1 <= len(category) <= 64 or not category.isprintable() or category != category.strip():
        wrong("category", "invalid_text")
    description = request.get("description", "")
    if len(description) > 500 or not all(c.isprintable() or c == "\n" for c in description):
        wrong("description", "invalid_text")
    currency = request.get("currency", DEFAULT_CURRENCY)
    if currency not in DIGITS:
        wrong("currency", "unknown_currency")
    amount = "0"
    try:
        number = Decimal(request["amount"])
        if not number.is_finite() or not 0 < number < 10**15:
            wrong("amount", "out_of_range")
        elif -number.normalize().as_tuple().exponent > DIGITS.get(currency, 3):
            wrong("amount", "too_many_digits")
        else:
            amount = format(number.normalize(), "f")
    except (InvalidOperation, TypeError):
        wrong("amount", "not_a_number")
    return {
        "type": kind,
        "date": request["date"],
        "category": category,
        "amount": amount,
        "currency": currency,
        "description": description,
    }, errors


def answer(item):
    return {
        "expenseId": item["expenseId"]["S"],
        "type": item["type"]["S"],
        "date": item["date"]["S"],
        "category": item["category"]["S"],
        "amount": float(item["amount"]["N"]),
        "currency": item["currency"]["S"],
        "description": item["description"]["S"],
        "version": int(item["version"]["N"]),
        "createdAt": item["createdAt"]["S"],
        "updatedAt": item["updatedAt"]["S"],
    }


def new_id(now):
    random = int.from_bytes(os.urandom(10), "big")
    milliseconds = int(now.timestamp() * 1000)
    return identifier(milliseconds << 80 | random, 7)


def id_of_key(user, key):
    return identifier(int.from_bytes(sha256(user, key)[:16], "big"), 8)


def identifier(bits, version):
    bits = bits & ~(0xF << 76) | version << 76
    return str(uuid.UUID(int=bits & ~(0x3 << 62) | 0x2 << 62))


def sha256(*texts):
    digest = hashlib.sha256()
    for text in texts:
        utf8 = text.encode()
        digest.update(len(utf8).to_bytes(4, "big"))
        digest.update(utf8)
    return digest.digest()


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


ROUTES = {"POST /expenses": record, "GET /expenses": list_expenses}
