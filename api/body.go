package api

import (
	"io"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// mostBody is how long a body may be that is not read as it comes.
const mostBody = 8 << 20

// unhurried is how long the next bytes of a stream may take to come.
const unhurried = 30 * time.Second

// whole reads bodies whole, up to mostBody, but for long tables: those are left
// to be read as they come.
func (s *server) wholeBody(c *fiber.Ctx) error {
	if !c.Request().IsBodyStream() {
		return c.Next()
	}
	length := c.Request().Header.ContentLength()
	if long := length < 0 || length > mostBody; long && c.Method() == fiber.MethodPost && strings.HasPrefix(c.Path(), "/ogc/collections/") {
		return c.Next()
	} else if length > mostBody {
		c.Context().SetConnectionClose()
		return fiber.ErrRequestEntityTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(c.Context().RequestBodyStream(), mostBody+1))
	if err != nil {
		c.Context().SetConnectionClose()
		return fiber.NewError(fiber.StatusBadRequest, "the body ended early")
	}
	if len(body) > mostBody {
		c.Context().SetConnectionClose()
		return fiber.ErrRequestEntityTooLarge
	}
	c.Request().SetBodyRaw(body)
	return c.Next()
}

// patient reads a body that may take as long as it comes at all: the server's
// limit for reading is of a request, and begins anew with each piece.
type patient struct {
	c *fiber.Ctx
	r io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.c.Context().Conn().SetReadDeadline(time.Now().Add(unhurried)); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
