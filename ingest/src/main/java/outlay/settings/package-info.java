/**
 * What users set for themselves: budgets, and whether alerts are mailed to them. Writes and
 * subscribes; alerts nobody, and sums nothing. Start at {@link outlay.settings.SettingsHandler}.
 */
@NullMarked
package outlay.settings;

import org.jspecify.annotations.NullMarked;
