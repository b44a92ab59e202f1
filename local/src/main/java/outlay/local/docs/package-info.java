/** {@code openapi.yaml} for people: {@code /docs}. Start at {@link outlay.local.docs.ApiDocs}. */
@NullMarked
package outlay.local.docs;

import org.jspecify.annotations.NullMarked;
