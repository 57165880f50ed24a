package org.example.h2sink;

import io.distributary.sink.Failure;
import io.distributary.sink.StoreFailures;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** What H2's exceptions mean. Their messages hold data and are never used. */
final class H2Errors {

  private static final StoreFailures H2 = new StoreFailures("H2");

  private H2Errors() {}

  static Failure of(SQLException e) {
    return switch (e.getErrorCode()) {
      case ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.OBJECT_CLOSED,
          ErrorCode.ERROR_OPENING_DATABASE_1,
          ErrorCode.DATABASE_ALREADY_OPEN_1 -> H2.unreachable();
      case ErrorCode.STATEMENT_WAS_CANCELED -> H2.timedOut();
      case ErrorCode.LOCK_TIMEOUT_1,
          ErrorCode.DEADLOCK_1,
          ErrorCode.CONCURRENT_UPDATE_1,
          ErrorCode.OUT_OF_MEMORY,
          ErrorCode.LOB_CLOSED_ON_TIMEOUT_1 -> H2.busy();
      case ErrorCode.WRONG_USER_OR_PASSWORD,
          ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1,
          ErrorCode.ADMIN_RIGHTS_REQUIRED -> H2.denied();
      case ErrorCode.URL_FORMAT_ERROR_2,
          ErrorCode.UNSUPPORTED_SETTING_1,
          ErrorCode.REMOTE_DATABASE_NOT_FOUND_1,
          ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1,
          ErrorCode.COLUMN_NOT_FOUND_1,
          ErrorCode.FILE_VERSION_ERROR_1 -> H2.misconfigured();
      case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
          ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
          ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2 -> H2.missing();
      case ErrorCode.VALUE_TOO_LONG_2 -> H2.tooLarge();
      default -> byState(e);
    };
  }

  private static Failure byState(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith("22") ? H2.rejected() : H2.failed();
  }
}
