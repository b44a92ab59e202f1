/**
 * E-mail: GreenMail takes it, files keep it, and a page shows it. Start at {@link
 * outlay.local.mail.Mail}.
 */
@NullMarked
package outlay.local.mail;

import org.jspecify.annotations.NullMarked;
