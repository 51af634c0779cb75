package api

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

// viewAs is the header by which who runs the programme sees what another would:
// "visitor", "member:12" (of firm 12), "zone_manager:3" (of zone 3), or any other
// standing alone. Nobody sees more by it.
const viewAs = "X-View-As"

// viewAsCookie says the same for all that a browser asks: maps, lists and files.
const viewAsCookie = "simbiyoz_view_as"

// through returns v, or whoever v looks as. What is no standing is a
// *geo.FieldError in the header, and nothing in the cookie, which would shut its
// browser out.
func through(c *fiber.Ctx, v geo.Viewer) (geo.Viewer, error) {
	if !v.Eyes().All() {
		return v, nil
	}
	text := c.Get(viewAs)
	if kept := c.Cookies(viewAsCookie); text == "" && slices.Contains(geo.Standings, geo.Standing(kept)) {
		text = kept
	}
	if text == "" {
		return v, nil
	}
	standing, number, numbered := strings.Cut(text, ":")
	as := geo.Viewer{Standing: geo.Standing(standing)}
	var errs geo.FieldErrors
	geo.OneOf(&errs, viewAs, as.Standing, geo.Standings)
	if numbered {
		of, err := strconv.ParseInt(number, 10, 64)
		switch {
		case err != nil:
			errs.Add(viewAs, geo.Invalid(viewAs, "format", "%q is no number", number))
		case as.Is(geo.Member, geo.FirmAdmin):
			as.FirmID = of
		case as.Is(geo.ZoneManager):
			as.ZoneID = of
		}
	}
	c.Locals(viewAs, true)
	return as, errs.Err()
}

// looksThrough reports whether the request looks through another's eyes, which
// change nothing.
func looksThrough(c *fiber.Ctx) bool { return c.Locals(viewAs) != nil }
