package org.relock.state.log;

import java.nio.charset.StandardCharsets;
import org.relock.state.os.SystemLogSocket;

/**
 * Lines as syslog(3) sends them with LOG_PID: {@code <29>Nov 20 13:20:51 rpc.statd[17]: text}.
 *
 * <p>Never waits. What a full or absent log does not take is lost; once it takes messages again,
 * the first one says how many were.
 */
final class SyslogSink implements Sink {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int MONTH_LETTERS = 3;
    private static final int MILLIS_PER_SECOND = 1_000;

    private final String tag;
    private final SystemLogSocket socket;

    private long lost;
    private long stampSecond = -1;
    private String stamp = "";

    SyslogSink(String ident) {
        this(ident, new SystemLogSocket());
    }

    SyslogSink(String ident, SystemLogSocket socket) {
        this.tag = ' ' + ident + '[' + ProcessHandle.current().pid() + "]: ";
        this.socket = socket;
    }

    @Override
    public void write(Severity severity, String text) {
        if (lost > 0 && send(Severity.WARNING, lost + " log messages were lost")) {
            lost = 0;
        }
        if (!send(severity, text)) {
            lost++;
        }
    }

    private boolean send(Severity severity, String text) {
        String message = "<" + severity.priority() + '>' + stamp() + tag + text;
        return socket.send(message.getBytes(StandardCharsets.US_ASCII));
    }

    private String stamp() {
        long second = System.currentTimeMillis() / MILLIS_PER_SECOND;
        if (second != stampSecond) {
            stampSecond = second;
            int[] time = SystemLogSocket.localTime(second);
            int month = time[4] * MONTH_LETTERS;
            stamp =
                    MONTHS.substring(month, month + MONTH_LETTERS)
                            + (time[3] < 10 ? "  " : " ")
                            + time[3]
                            + ' '
                            + twoDigits(time[2])
                            + ':'
                            + twoDigits(time[1])
                            + ':'
                            + twoDigits(time[0]);
        }
        return stamp;
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
