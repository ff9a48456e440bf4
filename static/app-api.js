export * from './app-api-ffc000fd.js?again';
