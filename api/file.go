package api

import (
	"io"
	"mime"
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

type fileWire struct {
	ID     int64     `json:"id"`
	Name   string    `json:"name"`
	Kind   string    `json:"kind"`
	Bytes  int64     `json:"bytes"`
	SHA256 string    `json:"sha256"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
}

func wireFile(f programme.File) fileWire {
	return fileWire{f.ID, f.Name, f.Kind, f.Bytes, f.SHA256, f.At, f.Actor}
}

func (s *server) files(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	found, err := s.x.Files(c.UserContext(), n)
	if err != nil {
		return err
	}
	out := make([]fileWire, len(found))
	for i, f := range found {
		out[i] = wireFile(f)
	}
	return c.JSON(fiber.Map{"files": out})
}

// postFile takes the multipart field "file".
func (s *server) postFile(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	part, err := c.FormFile("file")
	if err != nil {
		return geo.Invalid("file", "required", "is missing")
	}
	sent, err := part.Open()
	if err != nil {
		return err
	}
	defer sent.Close()
	content, err := io.ReadAll(io.LimitReader(sent, programme.MostBytes+1))
	if err != nil {
		return err
	}
	f, err := s.x.AddFile(c.UserContext(), n, part.Filename, content)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(wireFile(f))
}

// file hands a file out to be saved: a browser must never show what somebody
// sent as if it were a page of ours.
func (s *server) file(c *fiber.Ctx) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	which, err := id(c, "file")
	if err != nil {
		return err
	}
	f, content, err := s.x.OpenFile(c.UserContext(), n, which)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, f.Kind)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Set(fiber.HeaderContentSecurityPolicy, "sandbox; default-src 'none'")
	return c.SendStream(content, int(f.Bytes))
}
