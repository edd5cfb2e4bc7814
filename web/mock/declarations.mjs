// People who will arrive, as the stand-in knows them: nobody. The browser tests of arrivals speak to the real server.
export const declarationRoutes = {
  'GET /declarations': () => ({ items: [], next: null }),
};
