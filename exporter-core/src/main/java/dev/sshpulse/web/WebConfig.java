package dev.sshpulse.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a web-config asks for.
 *
 * @param tls null: plain HTTP
 * @param users null: anybody may ask
 * @param headers to be added to each answer
 * @param rateLimit null: none
 */
public record WebConfig(
    @Nullable Tls tls,
    @Nullable Users users,
    Map<String, String> headers,
    @Nullable RateLimit rateLimit) {}
