package outlay.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import outlay.local.console.Console;
import outlay.local.docs.ApiDocs;
import outlay.local.template.Blueprint;
import outlay.local.template.Locals;
import outlay.local.web.SecurityHeaders;
import outlay.local.web.WebPage;

/** The page with what {@code deploy} would tell it of the stack that it belongs to. */
final class PageSite {
  private PageSite() {}

  /** Files as they are in the sources, so that a change shows at a reload; packages as built. */
  static WebPage start(
      Path home, int port, Addresses addresses, Blueprint blueprint, Console console)
      throws IOException {
    Path web = home.resolve("web");
    return WebPage.start(
        port,
        List.of(web.resolve("src/main/site"), web.resolve("target/site")),
        config(addresses, blueprint),
        SecurityHeaders.of(List.of(addresses.api(), addresses.signIn().resolve("/"))),
        Map.of("/console", console, "/docs", new ApiDocs(home.resolve("openapi.yaml"))));
  }

  /** As {@code deploy} writes it from the outputs, and {@code machine}, which only this one has. */
  private static String config(Addresses addresses, Blueprint blueprint) {
    Blueprint.SignIn client = blueprint.signIn().orElseThrow(Starter::noSignIn);
    ObjectNode config =
        Control.JSON
            .createObjectNode()
            .put("api", addresses.api().toString())
            .put("region", Locals.REGION)
            .put("clientId", client.clientId())
            .put("currency", blueprint.outputs().getOrDefault("DefaultCurrency", "INR"));
    URI issuer = addresses.signIn();
    config
        .putObject("login")
        .put("authorize", issuer + "/authorize")
        .put("token", issuer + "/token")
        .put("logout", issuer + "/endsession");
    config.putObject("machine").put("console", "/console").put("mail", addresses.mail().toString());
    return config.toPrettyString();
  }
}
