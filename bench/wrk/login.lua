-- Sign-ins. arguments: eschool|express, file with the addresses, password
local M = require("eschool")
local kind, requests, at = nil, {}, 0

function init(args)
  kind = args[1]
  for i, email in ipairs(M.lines(args[2])) do
    if kind == "eschool" then
      local message = M.text(1, email) .. M.text(2, args[3])
      requests[i] = M.head("/eschool.identity.v1.IdentityService/SignIn", nil, #message) .. message
    else
      requests[i] = M.json("/login", nil, string.format('{"email":"%s","password":"%s"}', email, args[3]))
    end
  end
  at = id * math.floor(#requests / 2)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function response(status, headers, body)
  if kind == "eschool" then M.check_grpc(status, headers, body) else M.check_http(status, headers, body) end
end
