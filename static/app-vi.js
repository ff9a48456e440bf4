export * from './app-vi-ffc000fd.js?again';
