export * from './app-en-ffc000fd.js?again';
