export { read, write } from './formats/safetensors.mjs'
export { multiply } from './matmul/multiply.mjs'
export { Tensor } from './tensor/tensor.mjs'
