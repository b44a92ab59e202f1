/**
 * {@code openapi.yaml} as a judge: which answers of the API it describes, and which requests it
 * allows. Start at {@link outlay.contract.Contract}.
 */
@NullMarked
package outlay.contract;

import org.jspecify.annotations.NullMarked;
