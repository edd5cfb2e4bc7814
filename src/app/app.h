// The table of subcommands. The only folder that sees everything.
#pragma once

namespace ward::app {

// Runs `ward <command> ...`; returns the exit code (docs/commands.md): 0 done, 1 failed, 2 wrong use, 3 configuration,
// 4 something else is missing or does not answer.
int run(int argc, char** argv);

}  // namespace ward::app
