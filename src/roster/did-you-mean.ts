// The known name that was probably meant: in the domain, because its checks suggest names too.

export { didYouMean, editDistance } from '../domain/did-you-mean.ts'
