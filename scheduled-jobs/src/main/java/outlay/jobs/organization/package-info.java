/**
 * Adds all users' days up, by month, for finance. Start at {@link
 * outlay.jobs.organization.OrganizationHandler}; decision 0009 says why it is so.
 */
@NullMarked
package outlay.jobs.organization;

import org.jspecify.annotations.NullMarked;
