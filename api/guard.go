package api

import (
	"context"
	"crypto/subtle"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

// deadline bounds a request: fiber does not tell a handler that its client
// left.
func (s *server) deadline(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), s.cfg.Deadline)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// secure sets the headers that keep other sites and stray scripts out. The
// styles that maps set on elements need 'unsafe-inline' in style-src.
func secure(c *fiber.Ctx) error {
	c.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "+
		"worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'")
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("Referrer-Policy", "same-origin")
	return c.Next()
}

// see notes on whose behalf a request asks: an admin's when it bears the token or
// the server is private to its machine, a visitor's otherwise.
func (s *server) see(c *fiber.Ctx) error {
	v := geo.Viewer{Standing: geo.Visitor}
	switch bearer := c.Get(fiber.HeaderAuthorization) != ""; {
	case s.bearsToken(c), s.writable() && !bearer:
		v.Standing = geo.Admin
	case bearer:
		c.Set("WWW-Authenticate", `Bearer realm="simbiyoz"`)
		return fiber.NewError(fiber.StatusUnauthorized, "the bearer token is not known")
	}
	c.SetUserContext(geo.WithViewer(c.UserContext(), v))
	return c.Next()
}

func (s *server) bearsToken(c *fiber.Ctx) bool {
	return s.cfg.Token != "" && subtle.ConstantTimeCompare([]byte(c.Get("Authorization")), []byte("Bearer "+s.cfg.Token)) == 1
}

// writer lets through what changes things, but for a page of another site in the
// user's browser. Whether the viewer may change them, the use case decides.
func (s *server) writer(c *fiber.Ctx) error {
	if fromElsewhere(c) {
		return errElsewhere
	}
	c.SetUserContext(geo.As(c.UserContext(), "api"))
	return c.Next()
}

var errElsewhere = fiber.NewError(fiber.StatusForbidden, "writes from another site are refused")

// fromElsewhere reports whether another site's page in the user's browser asks.
func fromElsewhere(c *fiber.Ctx) bool {
	site := c.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin" && site != "none"
}

// guest lets through whoever holds a code that the use case asks for.
func (s *server) guest(c *fiber.Ctx) error {
	if fromElsewhere(c) {
		return errElsewhere
	}
	c.SetUserContext(geo.As(c.UserContext(), "guest"))
	return c.Next()
}

func (s *server) writable() bool { return s.cfg.Token == "" && s.cfg.OpenDoor }

// enter waits until there is room for one more request that takes much memory,
// or its time is up. Who is let in leaves by leave.
func (s *server) enter(ctx context.Context) (leave func(), err error) {
	select {
	case s.room <- struct{}{}:
		return func() { <-s.room }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
