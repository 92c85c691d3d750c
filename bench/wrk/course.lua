-- Public reads. arguments: eschool|express, one|page, file with the course ids
local M = require("eschool")
local kind, requests, at = nil, {}, 0

function init(args)
  kind = args[1]
  local ids = M.lines(args[3])
  for i, course in ipairs(ids) do
    if kind == "eschool" and args[2] == "one" then
      local message = M.text(1, "courses/" .. course)
      requests[i] = M.head("/eschool.catalog.v1.CatalogService/GetCourse", nil, #message) .. message
    elseif kind == "eschool" then
      local message = "\16\20" -- page_size: 20
      requests[i] = M.head("/eschool.catalog.v1.CatalogService/SearchCourses", nil, #message) .. message
    else
      local path = args[2] == "one" and ("/courses/" .. course) or "/courses?limit=20"
      requests[i] = "GET " .. path .. " HTTP/1.1\r\nHost: bench\r\n\r\n"
    end
  end
  at = id * 37
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function response(status, headers, body)
  if kind == "eschool" then M.check_grpc(status, headers, body) else M.check_http(status, headers, body) end
end
