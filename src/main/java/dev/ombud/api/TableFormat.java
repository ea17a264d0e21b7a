package dev.ombud.api;

import dev.ombud.contract.Json;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Finding;
import dev.ombud.domain.ServiceException;
import dev.ombud.ruleset.Drafts;
import dev.ombud.table.DecisionTable;
import dev.ombud.table.WorkbookReader;
import dev.ombud.table.WorkbookWriter;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The forms in which a table goes over the wire.
enum TableFormat {
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  JSON("application/json", "json"),
  CSV("text/csv", "csv"),
  DMN("application/dmn+xml", "dmn");

  private final String mediaType;
  private final String ending;

  TableFormat(String mediaType, String ending) {
    this.mediaType = mediaType;
    this.ending = ending;
  }

  /// The form that the client asks for.
  static TableFormat wanted(Request request) {
    String[] all = Arrays.stream(values()).map(each -> each.mediaType).toArray(String[]::new);
    return of(request.acceptable(all));
  }

  /// The form that the client has sent.
  static TableFormat sent(Request request) {
    request.requireMediaType(XLSX.mediaType, JSON.mediaType, CSV.mediaType);
    return of(request.mediaType());
  }

  private static TableFormat of(String mediaType) {
    return Arrays.stream(values())
        .filter(each -> each.mediaType.equals(mediaType))
        .findFirst()
        .orElseThrow();
  }
}
