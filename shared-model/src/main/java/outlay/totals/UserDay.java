package outlay.totals;

import java.time.LocalDate;

/** A day of a user. */
public record UserDay(String userId, LocalDate day) {}
