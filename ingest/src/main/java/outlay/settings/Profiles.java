package outlay.settings;

import java.util.Optional;

/** What the sign-in knows of a user beyond the token. */
interface Profiles {
  /**
   * The user's own e-mail address, if it was verified.
   *
   * @param authorization the request's header, the token in it
   * @throws outlay.model.Refusal {@code EMAIL_NOT_VERIFIED} if the token may not ask, {@code
   *     THROTTLED}, {@code UNAVAILABLE}
   */
  Optional<String> verifiedEmail(String userId, String authorization);
}
