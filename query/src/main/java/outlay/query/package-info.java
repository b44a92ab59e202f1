/**
 * Answers what users ask about their expenses and totals; changes nothing. Start at {@link
 * outlay.query.QueryHandler}.
 */
@NullMarked
package outlay.query;

import org.jspecify.annotations.NullMarked;
