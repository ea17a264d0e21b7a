package dev.ombud.record.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/// A Parquet file (parquet-format 2.12): `PAR1`, row groups, the footer, its length in four bytes,
/// `PAR1`. The columns are those of [ExportColumn], and the leaf as the last one.
///
/// A row group is written as soon as its compressed pages take [#GROUP_BYTES]; until then they are
/// in memory, and that is all there is. The footer names every row group and so grows with the
/// file: by about 3 kB for a row group.
///
/// Apache's library for this needs Hadoop; what is used of it is only the module with the
/// structures of the footer and the page headers, as they are generated from the format's own
/// description.
final class ParquetWriter implements ExportWriter {
  /// Of compressed pages; some ten thousand decisions.
  private static final int GROUP_BYTES = 8 << 20;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private final ExportOutput output;
  private final String id;
  private final List<ExportColumn> columns =
      Stream.concat(ExportColumn.COMMON.stream(), Stream.of(ExportColumn.LEAF)).toList();
  private final List<ParquetColumn> chunks = columns.stream().map(ParquetColumn::new).toList();
  private final List<RowGroup> groups = new ArrayList<>();
  private long rows;
  private long inGroup;

  /// @param id of the export, for the key `ombud.export` of the footer
  ParquetWriter(ExportOutput output, String id) throws InterruptedException {
    this.output = output;
    this.id = id;
    output.write(MAGIC);
  }

  @Override
  public void add(ExportRow row) throws InterruptedException {
    int held = 0;
    for (ParquetColumn chunk : chunks) {
      chunk.add(row);
      held += chunk.held();
    }
    inGroup++;
    if (held >= GROUP_BYTES) {
      endGroup();
    }
  }

  private void endGroup() throws InterruptedException {
    if (inGroup == 0) {
      return;
    }
    long start = output.count();
    long bytes = 0;
    List<ColumnChunk> written = new ArrayList<>();
    for (ParquetColumn chunk : chunks) {
      ColumnMetaData data = chunk.endInto(output);
      bytes += data.getTotal_uncompressed_size();
      written.add(new ColumnChunk(0).setMeta_data(data));
    }
    groups.add(
        new RowGroup(written, bytes, inGroup)
            .setFile_offset(start)
            .setTotal_compressed_size(output.count() - start));
    rows += inGroup;
    inGroup = 0;
  }

  @Override
  public void end() throws InterruptedException {
    endGroup();
    FileMetaData footer = new FileMetaData(VERSION, schema(), rows, groups);
    footer.setCreated_by("ombud");
    footer.setKey_value_metadata(List.of(new KeyValue("ombud.export").setValue(id)));
    footer.setColumn_orders(
        chunks.stream().map(_ -> ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())).toList());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Util.writeFileMetaData(footer, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int length = bytes.size();
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes.write(length >>> shift);
    }
    bytes.writeBytes(MAGIC);
    output.write(bytes.toByteArray());
  }

  private List<SchemaElement> schema() {
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("decision").setNum_children(columns.size()));
    for (ExportColumn column : columns) {
      FieldRepetitionType repetition =
          column.isOptional() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
      SchemaElement element = new SchemaElement(column.name()).setRepetition_type(repetition);
      schema.add(
          switch (column.kind()) {
            case INTEGER -> element.setType(Type.INT32);
            case LONG -> element.setType(Type.INT64);
            case DOUBLE -> element.setType(Type.DOUBLE);
            case TIME -> time(element);
            case TEXT -> text(element);
            case JSON ->
                element
                    .setType(Type.BYTE_ARRAY)
                    .setConverted_type(ConvertedType.JSON)
                    .setLogicalType(LogicalType.JSON(new JsonType()));
            case TEXTS ->
                element
                    .setNum_children(1)
                    .setConverted_type(ConvertedType.LIST)
                    .setLogicalType(LogicalType.LIST(new ListType()));
          });
      if (column.kind() == ExportColumn.Kind.TEXTS) {
        schema.add(
            new SchemaElement("list")
                .setRepetition_type(FieldRepetitionType.REPEATED)
                .setNum_children(1));
        schema.add(
            text(new SchemaElement("element").setRepetition_type(FieldRepetitionType.REQUIRED)));
      }
    }
    return schema;
  }

  private static SchemaElement text(SchemaElement element) {
    return element
        .setType(Type.BYTE_ARRAY)
        .setConverted_type(ConvertedType.UTF8)
        .setLogicalType(LogicalType.STRING(new StringType()));
  }

  private static SchemaElement time(SchemaElement element) {
    return element
        .setType(Type.INT64)
        .setConverted_type(ConvertedType.TIMESTAMP_MICROS)
        .setLogicalType(
            LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))));
  }
}
