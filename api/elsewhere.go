package api

import (
	"crypto/subtle"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo/account"
)

// What belongs to one login elsewhere lies in a cookie until it comes back.
const (
	elsewhereCookie = "simbiyoz_elsewhere"
	elsewherePath   = "/api/v1/oidc"
	elsewhereLasts  = 10 * time.Minute
)

// elsewhere sends somebody to the provider to log in there.
func (s *server) elsewhere(c *fiber.Ctx) error {
	state, nonce, verifier := account.NewToken(), account.NewToken(), account.NewToken()+account.NewToken()
	address, err := s.x.BeginElsewhere(c.UserContext(), state, nonce, verifier)
	if err != nil {
		return err
	}
	s.setElsewhere(c, strings.Join([]string{state, nonce, verifier}, "."), time.Now().Add(elsewhereLasts))
	return c.Redirect(address, fiber.StatusSeeOther)
}

func (s *server) setElsewhere(c *fiber.Ctx, value string, expires time.Time) {
	c.Cookie(&fiber.Cookie{Name: elsewhereCookie, Value: value, Path: elsewherePath, Expires: expires, HTTPOnly: true, Secure: s.secure(), SameSite: fiber.CookieSameSiteLaxMode})
}

// fromProvider lets in who comes back from the provider, and shows who cannot
// come in the way by password.
func (s *server) fromProvider(c *fiber.Ctx) error {
	kept := strings.Split(c.Cookies(elsewhereCookie), ".")
	s.setElsewhere(c, "", time.Unix(1, 0))
	if len(kept) != 3 || subtle.ConstantTimeCompare([]byte(kept[0]), []byte(c.Query("state"))) != 1 {
		return fiber.NewError(fiber.StatusBadRequest, "this login was not begun in this browser, or too long ago")
	}
	token, a, err := s.x.FinishElsewhere(c.UserContext(), c.Query("code"), kept[1], kept[2], c.Get(fiber.HeaderUserAgent))
	if err != nil {
		s.cfg.Log.WarnContext(c.UserContext(), "a login elsewhere failed", "error", err)
		return c.Redirect("/?view=account&part=refused", fiber.StatusSeeOther)
	}
	if err := s.keepSession(c, token, a.Standing); err != nil {
		return err
	}
	return c.Redirect("/?view=account", fiber.StatusSeeOther)
}
