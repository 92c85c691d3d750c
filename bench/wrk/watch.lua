-- Watch reports. arguments: eschool|express, file with the students, number of this run
local M = require("eschool")
local kind, file, run = nil, nil, nil
local heads, names, count = {}, {}, 0
local student, cycle = 0, 0
local SECONDS, LESSONS, REPORTS_A_LESSON = 600, 10, 10

function init(args)
  kind, file, run = args[1], args[2], tonumber(args[3])
  local index = 0
  for _, line in ipairs(M.lines(file)) do
    if index % 2 == id then
      local token, enrollment, lessons = line:match("^(%S+) (%S+) (.+)$")
      count = count + 1
      names[count] = {}
      for lesson in lessons:gmatch("%S+") do
        local name = kind == "eschool" and M.text(1, "enrollments/" .. enrollment .. "/lessons/" .. lesson) or ("/enrollments/" .. enrollment .. "/lessons/" .. lesson .. "/watch")
        table.insert(names[count], name)
      end
      -- A message is: name, session (36 letters), sequence, one range, position.
      heads[count] = kind == "eschool" and M.head("/eschool.learning.v1.LearningService/RecordWatch", token, #names[count][1] + 38 + 6 + 18 + 8) or token
    end
    index = index + 1
  end
end

-- Each student plays each lesson for a while, five seconds a report.
function request()
  student = student + 1
  if student > count then student = 1; cycle = cycle + 1 end
  local lesson = math.floor(cycle / REPORTS_A_LESSON) % LESSONS + 1
  local start = (cycle % REPORTS_A_LESSON) * 5 + (run * 50) % (SECONDS - 60)
  local session = string.format("%08x-0000-4000-8000-%012x", run, student * 100 + lesson)
  local sequence = cycle + 1
  if kind == "eschool" then
    return heads[student] .. names[student][lesson] .. "\18\36" .. session .. "\24" .. M.varint5(sequence)
      .. "\34\16\10\6\8" .. M.varint5(start) .. "\18\6\8" .. M.varint5(start + 5) .. "\42\6\8" .. M.varint5(start + 5)
  end
  return M.json(names[student][lesson], heads[student],
    string.format('{"sessionId":"%s","sequence":%d,"ranges":[[%d,%d]],"position":%d}', session, sequence, start, start + 5, start + 5))
end

function response(status, headers, body)
  if kind == "eschool" then M.check_grpc(status, headers, body) else M.check_http(status, headers, body) end
end
