package dev.ombud.act.brief;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatChoice;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormat;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormatJsonSchema;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestAssistantMessage;
import com.azure.ai.openai.models.ChatRequestMessage;
import com.azure.ai.openai.models.ChatRequestSystemMessage;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.ai.openai.models.CompletionsFinishReason;
import com.azure.ai.openai.models.CompletionsUsage;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.AzureException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.core.util.UrlBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// Asks a deployment of Azure OpenAI for chat completions with a strict JSON Schema. Never retries
/// by itself: what a call costs, and whether it is worth another one, is decided elsewhere.
/// Thread-safe.
public final class OpenAiConnector implements Model {
  /// Of an answer. A brief takes about 900.
  static final int MAX_ANSWER_TOKENS = 2_000;

  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
  private static final HttpHeaderName KEY = HttpHeaderName.fromString("api-key");
  private static final Duration MAX_WAIT = Duration.ofHours(1);

  private final OpenAiConfig config;
  private final OpenAIClient client;

  public OpenAiConnector(OpenAiConfig config) {
    this(config, entra(config));
  }

  OpenAiConnector(OpenAiConfig config, @Nullable TokenCredential credential) {
    this.config = config;
    this.client =
        new OpenAIClientBuilder()
            .endpoint(config.endpoint().toString().replaceFirst("/+$", ""))
            .httpClient(
                new JdkHttpClientBuilder()
                    .connectionTimeout(config.timeout())
                    .responseTimeout(config.timeout())
                    .readTimeout(config.timeout())
                    .build())
            .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ZERO)))
            .addPolicy(new SignIn(config, credential))
            .buildClient();
  }

  private static @Nullable TokenCredential entra(OpenAiConfig config) {
    if (config.key().isPresent()) {
      return null;
    }
    DefaultAzureCredentialBuilder identity = new DefaultAzureCredentialBuilder();
    config.clientId().ifPresent(identity::managedIdentityClientId);
    config.clientId().ifPresent(identity::workloadIdentityClientId);
    return identity.build();
  }

  @Override
  public String deployment() {
    return config.deployment();
  }

  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("apiVersion", config.version());
    parameters.put("maxCompletionTokens", MAX_ANSWER_TOKENS);
    parameters.put("responseFormat", "json_schema strict");
    config.temperature().ifPresent(temperature -> parameters.put("temperature", temperature));
    return parameters;
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    try {
      return reply(client.getChatCompletions(config.deployment(), options(question)));
    } catch (ClientAuthenticationException e) {
      return failed(FallbackReason.NOT_TAKEN, "the endpoint does not let this service in");
    } catch (HttpResponseException e) {
      return refused(e);
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the model was asked");
      }
      return broken(e);
    }
  }

  private ChatCompletionsOptions options(Question question) {
    List<ChatRequestMessage> messages = new ArrayList<>();
    messages.add(new ChatRequestSystemMessage(question.prompt().text()));
    messages.add(new ChatRequestUserMessage(PromptDelimiter.around(question.data())));
    for (Turn turn : question.turns()) {
      messages.add(new ChatRequestAssistantMessage(turn.answer()));
      messages.add(new ChatRequestUserMessage(PromptDelimiter.complaint(turn.complaint())));
    }
    ChatCompletionsOptions options =
        new ChatCompletionsOptions(messages)
            .setMaxCompletionTokens(MAX_ANSWER_TOKENS)
            .setResponseFormat(
                new ChatCompletionsJsonSchemaResponseFormat(
                    new ChatCompletionsJsonSchemaResponseFormatJsonSchema(
                            question.form().word().replace('-', '_'))
                        .setStrict(true)
                        .setSchema(BinaryData.fromBytes(question.form().schema()))));
    config.temperature().ifPresent(options::setTemperature);
    return options;
  }

  private static Reply reply(@Nullable ChatCompletions completions) {
    if (completions == null
        || completions.getChoices() == null
        || completions.getChoices().isEmpty()) {
      return failed(FallbackReason.EMPTY, "the answer has no choice in it");
    }
    Usage usage = usage(completions.getUsage());
    ChatChoice choice = completions.getChoices().getFirst();
    String text =
        choice.getMessage() == null || choice.getMessage().getContent() == null
            ? ""
            : choice.getMessage().getContent();
    String refusal = choice.getMessage() == null ? null : choice.getMessage().getRefusal();
    CompletionsFinishReason end = choice.getFinishReason();
    if (refusal != null && !refusal.isBlank()) {
      return new Reply.Failed(
          FallbackReason.REFUSED, "the model refused", refusal, usage, Optional.empty());
    }
    if (CompletionsFinishReason.CONTENT_FILTERED.equals(end)) {
      return new Reply.Failed(
          FallbackReason.FILTERED,
          "the content filter cut the answer off",
          text,
          usage,
          Optional.empty());
    }
    if (CompletionsFinishReason.TOKEN_LIMIT_REACHED.equals(end)) {
      return new Reply.Failed(
          FallbackReason.TRUNCATED,
          "the answer ends in the middle: be shorter",
          text,
          usage,
          Optional.empty());
    }
    String model = completions.getModel();
    return new Reply.Answered(text, model == null || model.isBlank() ? "unnamed" : model, usage);
  }

  private static Usage usage(@Nullable CompletionsUsage usage) {
    return usage == null
        ? Usage.NONE
        : new Usage(usage.getPromptTokens(), usage.getCompletionTokens());
  }

  private static Reply refused(HttpResponseException e) {
    HttpResponse response = e.getResponse();
    int status = response == null ? 0 : response.getStatusCode();
    String said = String.valueOf(e.getMessage());
    if (status == 400 && said.contains("content_filter")) {
      return failed(FallbackReason.FILTERED, "the content filter stopped the question");
    }
    if (status == 429) {
      return new Reply.Failed(
          FallbackReason.RATE_LIMITED,
          "the endpoint has no room for now (429)",
          "",
          Usage.NONE,
          Optional.of(wait(response.getHeaders(), Instant.now())));
    }
    if (status == 408) {
      return failed(FallbackReason.TIMED_OUT, "the endpoint gave up (408)");
    }
    return status >= 500
        ? failed(FallbackReason.UNAVAILABLE, "the endpoint fails (%d)".formatted(status))
        : failed(
            FallbackReason.NOT_TAKEN,
            "the endpoint does not take the question (%d)".formatted(status));
  }

  /// What `retry-after-ms` or `Retry-After` asks for: seconds or a date (RFC 9110, 10.2.3).
  static Duration wait(HttpHeaders headers, Instant now) {
    String millis = headers.getValue(HttpHeaderName.fromString("retry-after-ms"));
    String after = headers.getValue(HttpHeaderName.RETRY_AFTER);
    Duration wait = Duration.ofSeconds(30);
    if (millis != null && millis.matches("\\d{1,9}")) {
      wait = Duration.ofMillis(Long.parseLong(millis));
    } else if (after != null && after.matches("\\d{1,6}")) {
      wait = Duration.ofSeconds(Long.parseLong(after));
    } else if (after != null) {
      try {
        Instant moment =
            ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        wait = Duration.between(now, moment);
      } catch (DateTimeParseException e) {
        // A header that says nothing is as none.
      }
    }
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
  }

  private static Reply broken(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException
          || cause instanceof java.net.http.HttpTimeoutException) {
        return failed(FallbackReason.TIMED_OUT, "no answer came in time");
      }
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.io.IOException && !(cause instanceof java.net.ConnectException)) {
        return failed(FallbackReason.UNAVAILABLE, "the connection broke, or the answer is no JSON");
      }
    }
    return failed(
        FallbackReason.UNAVAILABLE,
        e instanceof AzureException || e.getCause() != null
            ? "the endpoint does not answer"
            : "the answer cannot be read");
  }

  private static Reply.Failed failed(FallbackReason why, String detail) {
    return new Reply.Failed(why, detail, "", Usage.NONE, Optional.empty());
  }

  /// Signs each call in, and asks for the version of the API that was configured, which the SDK may
  /// be too old or too new to know. The SDK's own way to sign in refuses plain HTTP, which the
  /// settings allow on loopback alone.
  private record SignIn(OpenAiConfig config, @Nullable TokenCredential credential)
      implements HttpPipelinePolicy {
    @Override
    public Mono<HttpResponse> process(
        HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
      sign(context);
      return next.process();
    }

    @Override
    public HttpResponse processSync(
        HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
      sign(context);
      return next.processSync();
    }

    private void sign(HttpPipelineCallContext context) {
      context
          .getHttpRequest()
          .setUrl(
              UrlBuilder.parse(context.getHttpRequest().getUrl())
                  .setQueryParameter("api-version", config.version())
                  .toString());
      HttpHeaders headers = context.getHttpRequest().getHeaders();
      // The JDK's client sets it by itself, and warns of everybody else who does.
      headers.remove(HttpHeaderName.CONTENT_LENGTH);
      config.key().ifPresent(key -> headers.set(KEY, key.reveal()));
      if (credential != null) {
        headers.set(
            HttpHeaderName.AUTHORIZATION,
            "Bearer "
                + credential.getTokenSync(new TokenRequestContext().addScopes(SCOPE)).getToken());
      }
    }

    @Override
    public String toString() {
      return "SignIn";
    }
  }
}
