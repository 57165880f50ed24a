package io.distributary.sinks.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanRequestTest {
  private final RowKeys keys = new RowKeys(4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'table':'../charts','prefix':''}",
        "{'table':'charts_r1','prefix':''}",
        "{'table':'CHARTS','prefix':''}",
        "{'table':['charts'],'prefix':''}",
        "{'table':null,'prefix':''}",
        "{'table':'hbase:meta','prefix':''}",
        "{'table':'charts'}",
        "{'table':'charts','row':'Patient/1|Patient/1','prefix':''}",
        "{'table':'charts','prefix':'a','start':'b'}",
        "{'table':'charts','row':'Patient/1'}",
        "{'table':'resources','row':''}",
        "{'table':'charts','prefix':1}",
        "{'table':'charts','prefix':'\\u00e9'}",
        "{'table':'charts','start':'b','stop':'a'}",
        "{'table':'charts','prefix':'','limit':0}",
        "{'table':'charts','prefix':'','limit':-1}",
        "{'table':'charts','prefix':'','limit':1.5}",
        "{'table':'charts','prefix':'','limit':1e9}",
        "{'table':'charts','prefix':'','limit':'5'}",
        "{'table':'charts','prefix':'','versions':1001}",
        "{'table':'charts','prefix':'','timeRange':[1]}",
        "{'table':'charts','prefix':'','timeRange':[2,2]}",
        "{'table':'charts','prefix':'','timeRange':['-1','5']}",
        "{'table':'charts','prefix':'','timeRange':['0','9223372036854775808']}",
        "{'table':'charts','prefix':'','timeRange':'5'}",
        "{'table':'charts','prefix':'','filter':{}}"
      })
  void anythingElseIsRefused(String query) {
    assertThatThrownBy(() -> parse(query)).isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void aTextOverTheLimitIsRefused() {
    assertThatThrownBy(() -> parse("{'table':'charts','prefix':'" + "x".repeat(513) + "'}"))
        .isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void versionsAreTextsOrNumbers() throws Exception {
    // When
    ScanRequest request =
        parse("{'table':'timeline','prefix':'Patient/1','timeRange':['7',12],'limit':3}");

    // Then
    assertThat(request.table()).isEqualTo(ViewTable.TIMELINE);
    assertThat(request.from()).isEqualTo(7);
    assertThat(request.until()).isEqualTo(12);
    assertThat(request.limit()).isEqualTo(3);
    assertThat(request.versions()).isEqualTo(1);
    assertThat(request.ranges()).hasSize(1);
  }

  @Test
  void withoutATimeRangeEveryVersionIsSeen() throws Exception {
    // When
    ScanRequest request = parse("{'table':'charts','start':'','stop':''}");

    // Then
    assertThat(request.from()).isZero();
    assertThat(request.until()).isEqualTo(Long.MAX_VALUE);
    assertThat(request.ranges()).hasSize(4);
  }

  private ScanRequest parse(String query) throws Exception {
    byte[] json = query.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ScanRequest.parse(Json.parseObject(json, JsonLimits.RESOURCE), keys);
  }
}
