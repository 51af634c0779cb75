package api

import (
	"context"
	"crypto/subtle"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
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

// see notes on whose behalf a request asks: that of the session or the API key
// that it bears, an admin's when it bears the server's token or the server is
// private to its machine, a visitor's otherwise.
func (s *server) see(c *fiber.Ctx) error {
	v, err := s.viewer(c)
	if err != nil {
		return err
	}
	if v, err = through(c, v); err != nil {
		return err
	}
	c.Set(fiber.HeaderVary, varying)
	ctx := c.UserContext()
	if v.UserID != 0 {
		ctx = geo.As(ctx, "user:"+strconv.FormatInt(v.UserID, 10))
	}
	c.SetUserContext(geo.WithViewer(ctx, v))
	return c.Next()
}

// varying is by what answers differ: no cache may give one what another sees.
const varying = fiber.HeaderAuthorization + ", " + fiber.HeaderCookie + ", " + viewAs

func (s *server) viewer(c *fiber.Ctx) (geo.Viewer, error) {
	visitor := geo.Viewer{Standing: geo.Visitor}
	if bearer := c.Get(fiber.HeaderAuthorization); bearer != "" {
		return s.bearer(c, strings.TrimPrefix(bearer, "Bearer "))
	}
	v, found, err := s.session(c)
	switch {
	case err != nil:
		return visitor, err
	case found:
		return v, nil
	case s.writable() && s.atHome(c):
		return geo.Viewer{Standing: geo.Admin}, nil
	}
	return visitor, nil
}

// bearer returns on whose behalf the bearer of the server's token or of an API
// key asks.
func (s *server) bearer(c *fiber.Ctx, token string) (geo.Viewer, error) {
	if s.bearsToken(c) {
		return geo.Viewer{Standing: geo.Admin}, nil
	}
	if account.IsKey(token) {
		v, err := s.x.ViewerByKey(c.UserContext(), token)
		if !errors.Is(err, geo.ErrNotFound) {
			return v, err
		}
	}
	c.Set("WWW-Authenticate", `Bearer realm="simbiyoz"`)
	return geo.Viewer{}, fiber.NewError(fiber.StatusUnauthorized, "the bearer token is not known")
}

// atHome reports whether the server is asked by a name that is its machine's
// own: a page elsewhere may have had its own name point here.
func (s *server) atHome(c *fiber.Ctx) bool {
	return s.cfg.Hosts == nil || slices.Contains(s.cfg.Hosts, strings.ToLower(hostOnly(string(c.Request().Host()))))
}

func hostOnly(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

func (s *server) bearsToken(c *fiber.Ctx) bool {
	return s.cfg.Token != "" && subtle.ConstantTimeCompare([]byte(c.Get("Authorization")), []byte("Bearer "+s.cfg.Token)) == 1
}

// writer lets through what changes things, but for a page of another site in the
// user's browser. Whether the viewer may change them, the use case decides.
func (s *server) writer(c *fiber.Ctx) error {
	if s.fromElsewhere(c) {
		return errElsewhere
	}
	if looksThrough(c) {
		return fiber.NewError(fiber.StatusForbidden, "who looks as another changes nothing")
	}
	return asActor(c, "api")
}

var errElsewhere = fiber.NewError(fiber.StatusForbidden, "writes from another site are refused")

// fromElsewhere reports whether another site's page in the user's browser asks.
func (s *server) fromElsewhere(c *fiber.Ctx) bool {
	site, origin := c.Get("Sec-Fetch-Site"), c.Get(fiber.HeaderOrigin)
	if site != "" && site != "same-origin" && site != "none" {
		return true
	}
	at, err := url.Parse(origin)
	return origin != "" && origin != s.cfg.Public && (err != nil || at.Host != string(c.Request().Host()))
}

// asActor goes on with changes made in the name of the viewer's account, or,
// where it has none, of others.
func asActor(c *fiber.Ctx, others string) error {
	if geo.ViewerOf(c.UserContext()).UserID == 0 {
		c.SetUserContext(geo.As(c.UserContext(), others))
	}
	return c.Next()
}

// guest lets through whoever holds a code that the use case asks for.
func (s *server) guest(c *fiber.Ctx) error {
	if s.fromElsewhere(c) {
		return errElsewhere
	}
	return asActor(c, "guest")
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
