/** What {@code openapi.yaml} promises, held against itself and the shared model. */
@NullMarked
package outlay.contract;

import org.jspecify.annotations.NullMarked;
