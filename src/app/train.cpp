// `ward train`: the small parts that are fitted to data, one subcommand each.
#include "app/command.h"

namespace ward::app {

std::function<int()> define_train(CLI::App& app) {
  app.require_subcommand(1);
  auto chosen = std::make_shared<std::function<int()>>();
  add_train_faces(app, *chosen);
  add_train_thermal(app, *chosen);
  return [chosen] { return (*chosen)(); };
}

}  // namespace ward::app
