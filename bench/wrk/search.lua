-- Searches, one after the other. arguments: words (with + for a space; - for none), page token or -, "facets" or -
local M = require("eschool")
local text

function init(args)
  local words, token = args[1]:gsub("+", " "), args[2]
  local message = (words == "-" and "" or M.text(1, words)) .. "\16\20" .. (token == "-" and "" or M.text(3, token))
    .. (args[3] == "facets" and "\120\1" or "")
  text = M.head("/eschool.catalog.v1.CatalogService/SearchCourses", nil, #message) .. message
end

function request() return text end

function response(status, headers, body) M.check_grpc(status, headers, body) end
