package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/netip"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/limiter"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// A session's cookie is kept from scripts; beside it lies one that scripts of
// this site read and send back in a header with whatever changes something.
const (
	sessionCookie = "simbiyoz_session"
	csrfCookie    = "simbiyoz_csrf"
	csrfHeader    = "X-CSRF-Token"
	hostPrefix    = "__Host-" // a browser lets no other host set such a cookie
)

func (s *server) secure() bool { return strings.HasPrefix(s.cfg.Public, "https://") }

func (s *server) cookieName(name string) string {
	if s.secure() {
		return hostPrefix + name
	}
	return name
}

// csrfOf returns what the header must hold beside a session's token.
func csrfOf(token string) string {
	sum := sha256.Sum256([]byte("csrf:" + token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// session returns on whose behalf the session's cookie asks, if there is one
// that counts. What changes something must bear the header too.
func (s *server) session(c *fiber.Ctx) (v geo.Viewer, found bool, err error) {
	token := c.Cookies(s.cookieName(sessionCookie))
	if token == "" {
		return v, false, nil
	}
	v, e, err := s.x.ViewerBySession(c.UserContext(), token)
	if errors.Is(err, geo.ErrNotFound) {
		s.forgetSession(c)
		return v, false, nil
	}
	if err != nil {
		return v, false, err
	}
	if m := c.Method(); m != fiber.MethodGet && m != fiber.MethodHead && m != fiber.MethodOptions {
		if subtle.ConstantTimeCompare([]byte(c.Get(csrfHeader)), []byte(csrfOf(token))) != 1 {
			return v, false, fiber.NewError(fiber.StatusForbidden, "the header "+csrfHeader+" does not belong to the session")
		}
	}
	c.Locals(sessionCookie, e)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	return v, true, nil
}

// sessionOf returns the session that c asks by; its ID is 0 where there is none.
func sessionOf(c *fiber.Ctx) account.Session {
	e, _ := c.Locals(sessionCookie).(account.Session)
	return e
}

// keepSession gives the browser a new session in place of the one it had.
func (s *server) keepSession(c *fiber.Ctx, token string, of geo.Standing) error {
	if was := sessionOf(c); was.ID != 0 {
		if err := s.x.Logout(c.UserContext(), was); err != nil {
			return err
		}
	}
	whole, _ := account.Lifetime(of)
	s.setCookies(c, token, csrfOf(token), time.Now().Add(whole))
	return nil
}

func (s *server) forgetSession(c *fiber.Ctx) { s.setCookies(c, "", "", time.Unix(1, 0)) }

func (s *server) setCookies(c *fiber.Ctx, session, csrf string, expires time.Time) {
	for name, value := range map[string]string{sessionCookie: session, csrfCookie: csrf} {
		c.Cookie(&fiber.Cookie{Name: s.cookieName(name), Value: value, Path: "/", Expires: expires,
			HTTPOnly: name == sessionCookie, Secure: s.secure(), SameSite: fiber.CookieSameSiteLaxMode})
	}
}

// limit lets an address through so many times the usual number a minute.
func (s *server) limit(times int) fiber.Handler {
	return limiter.New(limiter.Config{
		Max: s.cfg.Limit * times, Expiration: time.Minute, KeyGenerator: network,
		LimitReached: func(*fiber.Ctx) error {
			return fiber.NewError(fiber.StatusTooManyRequests, "too many requests from this address")
		},
	})
}

// network returns the address that asks; of IPv6 the /64 that one customer has.
func network(c *fiber.Ctx) string {
	ip, err := netip.ParseAddr(c.IP())
	if err != nil || ip.Unmap().Is4() {
		return c.IP()
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return c.IP()
	}
	return p.String()
}
