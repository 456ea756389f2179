/// How a database is opened.
///
/// Tests change it; the program takes it as it is.
struct OpeningOptions: Sendable {
  /// How long to wait for another program that writes.
  var busySeconds: Double = 10
  var migrations: [Migration] = Schema.migrations
  /// The most pages that the file may grow to; nil for no limit.
  ///
  /// Stands for a full disk.
  var maximumPageCount: Int?

  /// The version of the tables that this program writes.
  var version: Int { migrations.last?.version ?? 0 }
}
