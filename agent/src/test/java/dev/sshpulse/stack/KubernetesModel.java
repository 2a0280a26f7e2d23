package dev.sshpulse.stack;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.util.Map;

/**
 * What Kubernetes lets a document have, and what it wants in it: the models of its own client, and
 * the schemas of the Prometheus Operator.
 */
final class KubernetesModel {
  private static final Map<String, Model> MODELS =
      Map.of(
          "v1/ConfigMap", V1ConfigMap::validateJsonElement,
          "v1/Namespace", V1Namespace::validateJsonElement,
          "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
          "apps/v1/DaemonSet", V1DaemonSet::validateJsonElement,
          "apps/v1/Deployment", V1Deployment::validateJsonElement);

  private KubernetesModel() {}

  /** Throws on a field that it does not know or that holds another type, and on one that lacks. */
  private interface Model {
    void check(JsonElement document) throws IOException;
  }

  /** Fails on a document that Kubernetes would refuse, and on one of an unknown kind. */
  static void check(Node document) {
    String kind = document.at("apiVersion").text() + "/" + document.at("kind").text();
    Model model = MODELS.get(kind);
    if (model == null) {
      CustomResource.schema(kind).check(document);
      return;
    }
    try {
      model.check(new Gson().toJsonTree(document.value()));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new AssertionError(
          kind + " " + document.at("metadata").at("name").text() + ": " + e, e);
    }
  }
}
