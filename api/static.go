package api

import (
	"errors"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/web"
)

// static serves the web app: the page itself is always asked for anew, its
// assets bear their hash in their names and never change. A missing asset is
// a 404, never the page.
func static(app *fiber.App) {
	app.Get("/*", func(c *fiber.Ctx) error {
		name := strings.TrimPrefix(path.Clean("/"+c.Params("*")), "/")
		if name == "" {
			name = "index.html"
		}
		body, err := asset(c, name)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			return fiber.ErrNotFound
		}
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, contentType(name))
		c.Set(fiber.HeaderCacheControl, "no-cache")
		if strings.HasPrefix(name, "assets/") {
			c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		}
		return c.Send(body)
	})
}

// asset reads a file of the app, as it was compressed when it was built where
// the client takes that.
func asset(c *fiber.Ctx, name string) ([]byte, error) {
	c.Vary(fiber.HeaderAcceptEncoding)
	if c.AcceptsEncodings("gzip") == "gzip" {
		if body, err := fs.ReadFile(web.Dist, "dist/"+name+".gz"); err == nil {
			c.Set(fiber.HeaderContentEncoding, "gzip")
			return body, nil
		}
	}
	return fs.ReadFile(web.Dist, "dist/"+name)
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".mjs": // not in every system's table
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
