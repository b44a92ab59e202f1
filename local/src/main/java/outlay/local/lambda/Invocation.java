package outlay.local.lambda;

import java.util.Optional;

/**
 * What came of an invocation.
 *
 * @param requestId the invocation's id, as in the function's log
 * @param payload the function's answer, or the error's JSON: {@code errorType}, {@code
 *     errorMessage}
 * @param functionError {@code Unhandled} if the function threw, timed out, or its process died
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
public record Invocation(String requestId, byte[] payload, Optional<String> functionError) {}
