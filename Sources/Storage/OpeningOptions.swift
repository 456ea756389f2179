/// What a program may do to a database in order to open it.
package enum DatabaseUse: Hashable, Sendable {
  /// Keep conversations: the file is made, brought up to date, and set aside when it is damaged.
  case keeping
  /// Work on what is there: the file is brought up to date, but neither made nor set aside.
  case existing
  /// Look it over: it is opened as it is, or not at all.
  case looking
}

/// How a database is opened.
///
/// Tests change it; the program takes it as it is.
struct OpeningOptions: Sendable {
  var use = DatabaseUse.keeping
  /// How long to wait for another program that writes.
  var busySeconds: Double = 30
  var migrations: [Migration] = Schema.migrations
  /// The most pages that the file may grow to; nil for no limit.
  ///
  /// Stands for a full disk.
  var maximumPageCount: Int?

  /// The version of the tables that this program writes.
  var version: Int { migrations.last?.version ?? 0 }
}
