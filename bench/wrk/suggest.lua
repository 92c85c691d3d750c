-- Suggests courses for what is typed, again and again. argument: what is typed (with + for a space)
local M = require("eschool")
local text

function init(args)
  local message = M.text(1, (args[1]:gsub("+", " ")))
  text = M.head("/eschool.catalog.v1.CatalogService/SuggestCourses", nil, #message) .. message
end

function request() return text end

function response(status, headers, body) M.check_grpc(status, headers, body) end
