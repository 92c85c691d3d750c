-- What all scripts share: who calls, protobuf, gRPC-Web framing, and the verdict at the end.
local M = {}
local char = string.char

-- A varint of exactly five bytes, so that a request's length is known before its numbers are.
function M.varint5(n)
  local function group() local low = n % 128; n = (n - low) / 128; return low end
  return char(128 + group(), 128 + group(), 128 + group(), 128 + group(), group())
end

function M.varint(n)
  local bytes = {}
  while n >= 128 do bytes[#bytes + 1] = char(128 + n % 128); n = math.floor(n / 128) end
  bytes[#bytes + 1] = char(n)
  return table.concat(bytes)
end

function M.text(field, value) return char(field * 8 + 2) .. M.varint(#value) .. value end

local function uint32(n) return char(math.floor(n / 16777216) % 256, math.floor(n / 65536) % 256, math.floor(n / 256) % 256, n % 256) end

-- A gRPC-Web call: everything before the message's bytes, for messages of this length.
function M.head(path, token, length)
  return "POST " .. path .. " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/grpc-web+proto\r\nX-Grpc-Web: 1\r\n"
    .. (token and ("Authorization: Bearer " .. token .. "\r\n") or "")
    .. "Content-Length: " .. (length + 5) .. "\r\n\r\n\0" .. uint32(length)
end

function M.json(path, token, body)
  return "POST " .. path .. " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    .. (token and ("Authorization: Bearer " .. token .. "\r\n") or "")
    .. "Content-Length: " .. #body .. "\r\n\r\n" .. body
end

function M.lines(file)
  local lines = {}
  for line in io.lines(file) do lines[#lines + 1] = line end
  return lines
end

-- Each thread works on its own share, so that it knows who sent what.
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
  M.threads = M.threads or {}
  table.insert(M.threads, thread)
end

refused, example = 0, ""
function M.refuse(what)
  refused = refused + 1
  if example == "" then example = what:gsub("[^%w%p ]", "."):sub(1, 300) end
end

-- The answer of a gRPC-Web call ends with its trailers, in a frame of their own.
function M.check_grpc(status, headers, body)
  if status ~= 200 or not body:find("grpc-status: 0", 1, true) and not body:find("grpc-status:0", 1, true) then
    M.refuse(status .. " " .. (headers["grpc-status"] or headers["Grpc-Status"] or "") .. " " .. (headers["grpc-message"] or headers["Grpc-Message"] or "") .. body)
  end
end

function M.check_http(status, headers, body)
  if status < 200 or status > 299 then M.refuse(status .. " " .. body) end
end

function done(summary, latency)
  local errors, bad, said = summary.errors, 0, ""
  for _, thread in ipairs(M.threads) do
    bad = bad + (thread:get("refused") or 0)
    if said == "" then said = thread:get("example") or "" end
  end
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d,"refused":%d,"example":"%s"}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout, bad + errors.status, (said:gsub('[\\"]', "'"))))
end

return M
