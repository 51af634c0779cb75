package api

import (
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/skip2/go-qrcode"
)

// qr draws the address of a workshop's door as an SVG image that phones read off
// a screen or a poster.
func (s *server) qr(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	w, err := s.x.Workshop(c.UserContext(), n)
	if err != nil {
		return err
	}
	code, err := qrcode.New(s.x.DoorAddress(w), qrcode.Medium)
	if err != nil {
		return fmt.Errorf("QR code of workshop %d: %w", n, err)
	}
	c.Set(fiber.HeaderContentType, "image/svg+xml")
	return c.SendString(svg(code.Bitmap()))
}

// svg draws a square of dark and light cells, one unit each, on white.
func svg(cells [][]bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path d="`, len(cells))
	for y, row := range cells {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}
