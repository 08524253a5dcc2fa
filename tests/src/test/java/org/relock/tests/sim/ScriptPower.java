package org.relock.tests.sim;

/** What a script does to the server and its daemons. */
final class ScriptPower {

    private final SimLockServer server;

    ScriptPower(SimLockServer server) {
        this.server = server;
    }

    void does(String verb, Words words) {
        String what = words.next();
        switch (verb + " " + what) {
            case "start server" -> server.boot();
            case "crash server" -> server.cutPower();
            case "reboot server" -> {
                server.cutPower();
                server.boot();
            }
            case "kill lockd" -> server.killLockd();
            case "start lockd" -> server.startLockd();
            case "kill statd" -> server.killStatd();
            case "start statd" -> server.restartStatd();
            default -> throw words.unclear();
        }
    }
}
