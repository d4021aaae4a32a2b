// People log in, are recognised, and log out: the routes of an Express application that has sessions already.

export function listen(app) {
  app.get("/login/:user", (request, response) => {
    request.session.user = request.params.user;
    response.json({ user: request.session.user });
  });
  app.get("/me", (request, response) => response.json({ user: request.session.user ?? null }));
  app.get("/logout", (request, response, next) =>
    request.session.destroy((error) => (error ? next(error) : response.json({ user: null }))),
  );
  app.use((error, request, response, next) => response.status(500).json({ error: error.name, message: error.message }));
  const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
}
