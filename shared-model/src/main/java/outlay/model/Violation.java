package outlay.model;

/**
 * One thing that is wrong with a request.
 *
 * @param field the JSON field, header, or query parameter that is wrong; empty if the body as a
 *     whole is
 * @param code stable, for programs: {@code required}, {@code not_positive}, …
 * @param detail a sentence for people, never with what was sent in it
 */
public record Violation(String field, String code, String detail) {}
