// Part of baton-metal-probe: runs y = a * x + y on the GPU for 4096 numbers, compares it with the CPU, and prints one line of JSON.

import Foundation
import Metal

let source = """
  #include <metal_stdlib>
  using namespace metal;
  kernel void saxpy(device const float *x [[buffer(0)]],
                    device float *y [[buffer(1)]],
                    constant float &a [[buffer(2)]],
                    uint i [[thread_position_in_grid]]) {
    y[i] = a * x[i] + y[i];
  }
  """

func say(_ fields: [String: Any]) -> Never {
  let data = try! JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
  print(String(data: data, encoding: .utf8)!)
  exit(0)
}

func unavailable(_ reason: String) -> Never {
  say(["available": false, "reason": String(reason.prefix(400))])
}

// Families by the values of MTLGPUFamily in Metal's headers, so that a probe built by an older SDK still names a newer one.
func highestFamily(_ device: MTLDevice) -> String {
  let apple = (1...11).reversed().map { ("apple\($0)", 1000 + $0) }
  for (name, value) in apple + [("mac2", 2002), ("common3", 3003)] {
    if let family = MTLGPUFamily(rawValue: value), device.supportsFamily(family) { return name }
  }
  return "unknown"
}

guard let device = MTLCreateSystemDefaultDevice() else {
  unavailable("there is no Metal device, as on a virtual machine without a GPU")
}

let count = 4096
let a: Float = 2.5
// Multiples of 1/8 whose products and sums need few bits: exact on both sides, however the GPU rounds or fuses.
let x = (0..<count).map { Float($0 % 64) / 8 }
let y = (0..<count).map { Float($0 % 32) / 4 }
let expected = (0..<count).map { a * x[$0] + y[$0] }

do {
  let library = try device.makeLibrary(source: source, options: nil)
  guard let function = library.makeFunction(name: "saxpy") else { unavailable("the kernel is not in its library") }
  let pipeline = try device.makeComputePipelineState(function: function)
  let bytes = count * MemoryLayout<Float>.stride
  guard let queue = device.makeCommandQueue(),
    let inputs = device.makeBuffer(bytes: x, length: bytes, options: .storageModeShared),
    let outputs = device.makeBuffer(bytes: y, length: bytes, options: .storageModeShared),
    let commands = queue.makeCommandBuffer(),
    let encoder = commands.makeComputeCommandEncoder()
  else { unavailable("the device gave no queue, buffer or encoder") }

  var factor = a
  encoder.setComputePipelineState(pipeline)
  encoder.setBuffer(inputs, offset: 0, index: 0)
  encoder.setBuffer(outputs, offset: 0, index: 1)
  encoder.setBytes(&factor, length: MemoryLayout<Float>.stride, index: 2)
  // Whole groups only: 4096 is a multiple of every power of two that a width can be.
  let width = min(pipeline.threadExecutionWidth, count)
  encoder.dispatchThreadgroups(
    MTLSize(width: count / width, height: 1, depth: 1),
    threadsPerThreadgroup: MTLSize(width: width, height: 1, depth: 1))
  encoder.endEncoding()
  commands.commit()
  commands.waitUntilCompleted()
  if commands.status != .completed {
    unavailable("the kernel did not run: \(commands.error?.localizedDescription ?? "no error was given")")
  }

  let computed = outputs.contents().bindMemory(to: Float.self, capacity: count)
  let wrong = (0..<count).filter { computed[$0] != expected[$0] }
  var detail = "\(count) numbers agree with the CPU"
  if let first = wrong.first {
    detail = "\(wrong.count) of \(count) numbers differ; number \(first) is \(computed[first]), expected \(expected[first])"
  }
  let version = ProcessInfo.processInfo.operatingSystemVersion
  say([
    "available": true,
    "device": String(device.name.prefix(120)),
    "family": highestFamily(device),
    "os": "macOS \(version.majorVersion).\(version.minorVersion).\(version.patchVersion)",
    "verified": wrong.isEmpty,
    "detail": detail,
  ])
} catch {
  unavailable("the kernel does not compile: \(error.localizedDescription)")
}
