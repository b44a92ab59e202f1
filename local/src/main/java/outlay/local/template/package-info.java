/**
 * {@code template.yaml} as CloudFormation and SAM would read it, for one machine: parameters,
 * conditions, functions such as {@code !Sub}, globals. Start at {@link
 * outlay.local.template.Template}; what it makes is a {@link outlay.local.template.Blueprint}.
 *
 * <p>What is understood is a table, {@code catalogue.yaml} beside this package. Anything else in a
 * template is refused by name.
 */
@NullMarked
package outlay.local.template;

import org.jspecify.annotations.NullMarked;
