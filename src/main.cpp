#include "app/app.h"

int main(int argc, char** argv) { return ward::app::run(argc, argv); }
